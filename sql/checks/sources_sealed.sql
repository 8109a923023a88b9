-- check: sources_sealed
-- severity: stop
-- owner: 业务科
-- message: 数据湖中有备案不出自 vault 中的文件，或已公开的事项没有依据
-- row: {table_title}：文件指纹{file_sha256}，{used}行
with

used as (
    select '公开备案表' as table_title, file_sha256 from stg_disclosures
    union all
    select '协商备案表' as table_title, file_sha256 from stg_consultations
    union all
    select '检查记录' as table_title, file_sha256 from stg_inspections
    union all
    select '异议投诉' as table_title, file_sha256 from stg_objections
    union all
    select '不适用及延期' as table_title, file_sha256 from stg_exemptions
    union all
    select '应公开事项' as table_title, file_sha256 from obligations
    where file_sha256 is not null or published_on is not null
    union all
    select '协商' as table_title, file_sha256 from consultations
),

counted as (
    select
        table_title,
        file_sha256,
        count(*) as used
    from used
    group by table_title, file_sha256
),

sealed as (
    select distinct file_sha256 from ref_deliveries
)

select
    counted.table_title,
    counted.file_sha256,
    counted.used
from counted
left join sealed on counted.file_sha256 = sealed.file_sha256
where sealed.file_sha256 is null
