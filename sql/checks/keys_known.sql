-- check: keys_known
-- severity: stop
-- owner: 业务科
-- message: 收下的行指向名册上没有的村（社区）或目录上没有的事项
-- row: {table_title}：{what} {code}，{filings}行
with

named as (
    select '公开备案表' as table_title, village_code, item_code from int_effective_disclosures
    where scope = 'current'
    union all
    select '协商备案表' as table_title, village_code, cast(null as varchar) as item_code from int_effective_consultations
    where scope = 'current'
    union all
    select '检查记录' as table_title, village_code, item_code from int_effective_inspections
    where scope = 'current'
    union all
    select '异议投诉' as table_title, village_code, item_code from int_effective_objections
    where scope = 'current'
    union all
    select '不适用及延期' as table_title, village_code, item_code from int_effective_exemptions
    where scope = 'current'
),

codes as (
    select
        table_title,
        village_code,
        item_code,
        count(*) as filings
    from named
    group by table_title, village_code, item_code
)

select
    codes.table_title,
    '村（社区）' as what,
    codes.village_code as code,
    cast(sum(codes.filings) as bigint) as filings
from codes
left join ref_registry as villages on codes.village_code = villages.village_code
where villages.village_code is null
group by codes.table_title, codes.village_code
union all
select
    codes.table_title,
    '事项' as what,
    codes.item_code as code,
    cast(sum(codes.filings) as bigint) as filings
from codes
left join ref_catalogue as items on codes.item_code = items.item_code
where codes.item_code is not null and items.item_code is null
group by codes.table_title, codes.item_code
