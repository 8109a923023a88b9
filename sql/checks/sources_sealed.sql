-- check: sources_sealed
-- severity: stop
-- owner: 业务科
-- message: 有数字所依据的备案不在 vault 中，或已公开的事项没有依据
-- row: {table_title}：文件指纹{file_sha256}，{used}行
with

used as (
    select
        '应公开事项' as table_title,
        file_sha256,
        count(*) as used
    from obligations
    where file_sha256 is not null or published_on is not null
    group by file_sha256
    union all
    select
        '协商' as table_title,
        file_sha256,
        count(*) as used
    from consultations
    group by file_sha256
),

sealed as (
    select distinct file_sha256 from ref_deliveries
)

select
    used.table_title,
    used.file_sha256,
    used.used
from used
left join sealed on used.file_sha256 = sealed.file_sha256
where sealed.file_sha256 is null
