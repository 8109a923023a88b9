-- check: catalogue_gaps
-- severity: warn
-- owner: 业务科
-- message: 目录在考核期内有缺口（事项的两段有效期之间空着，或某一类别、某一类村（社区）没有事项）
-- row: {name}：{why}{gap_from}{until}{gap_to}
-- A class counts as lacking where the catalogue had items of it within the twelve months judged.
with

current_snapshot as (
    select * from ref_snapshots
    where scope = 'current'
),

spells as (
    select
        item_code,
        item,
        valid_to,
        lead(valid_from) over (partition by item_code order by valid_from asc nulls last) as next_from
    from ref_catalogue
),

in_force as (
    select
        items.category,
        items.applies_to
    from ref_catalogue as items
    inner join current_snapshot
        on items.valid_from <= current_snapshot.window_end and current_snapshot.window_start < items.valid_to
),

classes as (
    select distinct items.category
    from ref_catalogue as items
    inner join current_snapshot
        on items.valid_from <= current_snapshot.window_end and current_snapshot.due_from < items.valid_to
),

covered as (
    select distinct category from in_force
),

kinds as (
    select distinct kind from int_villages
    where scope = 'current'
)

select
    concat(spells.item, '（', spells.item_code, '）') as name,
    '两段有效期之间空着：' as why,
    spells.valid_to as gap_from,
    '起，至次段生效日' as until,
    spells.next_from as gap_to
from spells
inner join current_snapshot
    on spells.valid_to <= current_snapshot.window_end and current_snapshot.window_start < spells.next_from
where spells.valid_to < spells.next_from
union all
select
    classes.category as name,
    '这一类别在考核期内没有事项' as why,
    cast(null as date) as gap_from,
    '' as until,
    cast(null as date) as gap_to
from classes
left join covered on classes.category = covered.category
where covered.category is null
union all
select
    kinds.kind as name,
    '这一类村（社区）在考核期内没有应公开的事项' as why,
    cast(null as date) as gap_from,
    '' as until,
    cast(null as date) as gap_to
from kinds
left join in_force on in_force.applies_to = '全部' or in_force.applies_to = kinds.kind
where in_force.applies_to is null
