-- check: registry_gaps
-- severity: warn
-- owner: 业务科
-- message: 名册在考核期内有缺口（两段有效期之间空着，或镇街送了表却没有村（社区））
-- row: {name}（{code}）：{why}{gap_from}{until}{gap_to}
with

spells as (
    select
        village_code,
        village_name,
        valid_to,
        lead(valid_from) over (partition by village_code order by valid_from asc nulls last) as next_from
    from ref_registry
),

senders as (
    select distinct deliveries.township_code
    from ref_deliveries as deliveries
    inner join ref_snapshots as snapshots
        on deliveries.received_on between snapshots.window_start and snapshots.as_of
    where snapshots.scope = 'current' and deliveries.township_code is not null and not deliveries.history
)

select
    spells.village_code as code,
    spells.village_name as name,
    '两段有效期之间空着：' as why,
    spells.valid_to as gap_from,
    '起，至次段生效日' as until,
    spells.next_from as gap_to
from spells
inner join ref_snapshots as snapshots
    on spells.valid_to <= snapshots.window_end and snapshots.window_start < spells.next_from
where snapshots.scope = 'current' and spells.valid_to < spells.next_from
union all
select
    senders.township_code as code,
    '镇街' as name,
    '送来了表，考核期内名册上却没有它的村（社区）' as why,
    cast(null as date) as gap_from,
    '' as until,
    cast(null as date) as gap_to
from senders
left join int_townships as townships
    on senders.township_code = townships.township_code and townships.scope = 'current'
where townships.township_code is null
