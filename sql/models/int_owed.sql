-- model: int_owed
-- title: 应公开事项与有效备案
-- grain: scope × village_code × item_code × period, or × declared event
-- depends: ref_snapshots, ref_dues, ref_event_dues, ref_catalogue, ref_registry, int_exempt_periods, int_effective_disclosures
-- One row is one matter a village owes with a due date in the scope's range, beside the effective
-- filing where there is one. The village stands on the registry, and the item in the catalogue, on
-- the period's last day (of an event: the day it occurred) and applies to the village's kind.
-- An extension in time replaces the due date for every purpose, the window included.

with

in_range as (
    select
        snapshots.scope,
        dues.item_code,
        dues.period,
        villages.village_code,
        coalesce(exempted.extended_to, dues.due_on) as due_on,
        coalesce(exempted.exempt, false) as exempt
    from ref_snapshots as snapshots
    inner join ref_dues as dues
        on dues.due_on between snapshots.due_from and snapshots.due_to
    inner join ref_registry as villages
        on
            villages.valid_from <= dues.period_end
            and dues.period_end < villages.valid_to
            and (dues.applies_to = '全部' or dues.applies_to = villages.kind)
    left join int_exempt_periods as exempted
        on
            snapshots.scope = exempted.scope
            and villages.village_code = exempted.village_code
            and dues.item_code = exempted.item_code
            and dues.period = exempted.period
    where exempted.extended_to is null or exempted.extended_to <= snapshots.due_to
),

moved_in as (
    select
        snapshots.scope,
        dues.item_code,
        dues.period,
        villages.village_code,
        exempted.extended_to as due_on,
        exempted.exempt
    from int_exempt_periods as exempted
    inner join ref_snapshots as snapshots
        on
            exempted.scope = snapshots.scope
            and exempted.extended_to between snapshots.due_from and snapshots.due_to
    inner join ref_dues as dues
        on
            exempted.item_code = dues.item_code
            and exempted.period = dues.period
            and dues.due_on < snapshots.due_from
    inner join ref_registry as villages
        on
            exempted.village_code = villages.village_code
            and villages.valid_from <= dues.period_end
            and dues.period_end < villages.valid_to
            and (dues.applies_to = '全部' or dues.applies_to = villages.kind)
),

periodic as (
    select * from in_range
    union all
    select * from moved_in
),

periodic_with_filing as (
    select
        periodic.scope,
        periodic.village_code,
        periodic.item_code,
        dues.category,
        dues.frequency,
        dues.min_days,
        dues.min_months,
        periodic.period,
        cast(null as date) as occurred_on,
        cast(null as varchar) as event_no,
        periodic.due_on,
        periodic.exempt,
        filings.row_key,
        filings.published_on,
        filings.removed_on,
        filings.reposted_on,
        filings.reposted_removed_on,
        filings.nil,
        filings.signed_date,
        filings.publisher,
        filings.committee_seal,
        filings.supervisor_seal,
        filings.signed,
        filings.proposed_on,
        filings.reviewed_on,
        filings.decided_on,
        filings.archived_on,
        filings.filed_on,
        filings.township_reviewed_on,
        filings.review_result,
        filings.rectified_on,
        filings.file_sha256,
        filings.sheet,
        filings.row_no,
        filings.by_district
    from periodic
    inner join ref_dues as dues
        on periodic.item_code = dues.item_code and periodic.period = dues.period
    left join int_effective_disclosures as filings
        on
            periodic.scope = filings.scope
            and periodic.village_code = filings.village_code
            and periodic.item_code = filings.item_code
            and periodic.period = filings.period
),

events as (
    select
        filings.scope,
        filings.village_code,
        filings.item_code,
        items.category,
        items.frequency,
        items.min_days,
        items.min_months,
        cast(null as varchar) as period,
        filings.occurred_on,
        filings.event_no,
        dues.due_on,
        false as exempt,
        filings.row_key,
        filings.published_on,
        filings.removed_on,
        filings.reposted_on,
        filings.reposted_removed_on,
        filings.nil,
        filings.signed_date,
        filings.publisher,
        filings.committee_seal,
        filings.supervisor_seal,
        filings.signed,
        filings.proposed_on,
        filings.reviewed_on,
        filings.decided_on,
        filings.archived_on,
        filings.filed_on,
        filings.township_reviewed_on,
        filings.review_result,
        filings.rectified_on,
        filings.file_sha256,
        filings.sheet,
        filings.row_no,
        filings.by_district
    from int_effective_disclosures as filings
    inner join ref_event_dues as dues on filings.occurred_on = dues.occurred_on
    inner join ref_snapshots as snapshots
        on
            filings.scope = snapshots.scope
            and dues.due_on between snapshots.due_from and snapshots.due_to
    inner join ref_catalogue as items
        on
            filings.item_code = items.item_code
            and items.frequency = '随时'
            and items.valid_from <= filings.occurred_on
            and filings.occurred_on < items.valid_to
    inner join ref_registry as villages
        on
            filings.village_code = villages.village_code
            and villages.valid_from <= filings.occurred_on
            and filings.occurred_on < villages.valid_to
            and (items.applies_to = '全部' or items.applies_to = villages.kind)
    where filings.period is null
),

final as (
    select * from periodic_with_filing
    union all
    select * from events
)

select * from final
