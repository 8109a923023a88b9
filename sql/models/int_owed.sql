-- model: int_owed
-- title: 应公开事项与有效备案
-- grain: scope × village_code × item_code × period, or × declared event
-- kind: view
-- depends: ref_snapshots, ref_dues, ref_event_dues, ref_catalogue, ref_registry, int_exempt_periods, int_effective_disclosures
-- One row is one matter a village owes with a due date in the scope's range, beside the effective
-- filing where there is one. The village stands on the registry, and the item in the catalogue, on
-- the period's last day (of an event: the day it occurred) and applies to the village's kind.
-- An extension in time replaces the due date for every purpose, the window included.

with

moved_in as (
    select distinct
        exempted.scope,
        exempted.item_code,
        exempted.period
    from int_exempt_periods as exempted
    inner join ref_snapshots as snapshots
        on
            exempted.scope = snapshots.scope
            and exempted.extended_to between snapshots.due_from and snapshots.due_to
),

-- due in the range, or moved into it for some village
dues as (
    select
        snapshots.scope,
        snapshots.due_from,
        snapshots.due_to,
        dues.*
    from ref_dues as dues
    inner join ref_snapshots as snapshots on dues.due_on <= snapshots.due_to
    left join moved_in
        on
            snapshots.scope = moved_in.scope
            and dues.item_code = moved_in.item_code
            and dues.period = moved_in.period
    where dues.due_on >= snapshots.due_from or moved_in.scope is not null
),

-- Filings are looked up among the due dates and in the registry, which are small, and not the other way
-- round: days are compared by date_diff so that an engine does not begin with every village and due date.
filed as (
    select
        filings.scope,
        filings.village_code,
        filings.item_code,
        dues.category,
        dues.frequency,
        dues.min_days,
        dues.min_months,
        filings.period,
        cast(null as date) as occurred_on,
        cast(null as varchar) as event_no,
        coalesce(exempted.extended_to, dues.due_on) as due_on,
        coalesce(exempted.exempt, false) as exempt,
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
        filings.received_on,
        filings.by_district,
        filings.delivery,
        filings.sheet_no,
        filings.row_no
    from int_effective_disclosures as filings
    inner join dues
        on
            filings.scope = dues.scope
            and filings.item_code = dues.item_code
            and filings.period = dues.period
    inner join ref_registry as villages
        on
            filings.village_code = villages.village_code
            and date_diff('day', villages.valid_from, dues.period_end) >= 0
            and date_diff('day', dues.period_end, villages.valid_to) > 0
            and (dues.applies_to = '全部' or dues.applies_to = villages.kind)
    left join int_exempt_periods as exempted
        on
            filings.scope = exempted.scope
            and filings.village_code = exempted.village_code
            and filings.item_code = exempted.item_code
            and filings.period = exempted.period
    where coalesce(exempted.extended_to, dues.due_on) between dues.due_from and dues.due_to
),

unfiled as (
    select
        dues.scope,
        villages.village_code,
        dues.item_code,
        dues.category,
        dues.frequency,
        dues.min_days,
        dues.min_months,
        dues.period,
        coalesce(exempted.extended_to, dues.due_on) as due_on,
        coalesce(exempted.exempt, false) as exempt
    from dues
    inner join ref_registry as villages
        on
            villages.valid_from <= dues.period_end
            and dues.period_end < villages.valid_to
            and (dues.applies_to = '全部' or dues.applies_to = villages.kind)
    left join int_effective_disclosures as filings
        on
            dues.scope = filings.scope
            and villages.village_code = filings.village_code
            and dues.item_code = filings.item_code
            and dues.period = filings.period
    left join int_exempt_periods as exempted
        on
            dues.scope = exempted.scope
            and villages.village_code = exempted.village_code
            and dues.item_code = exempted.item_code
            and dues.period = exempted.period
    where
        filings.scope is null
        and coalesce(exempted.extended_to, dues.due_on) between dues.due_from and dues.due_to
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
        filings.received_on,
        filings.by_district,
        filings.delivery,
        filings.sheet_no,
        filings.row_no
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
    select * from filed
    union all
    select * from events
    union all
    select
        scope,
        village_code,
        item_code,
        category,
        frequency,
        min_days,
        min_months,
        period,
        cast(null as date) as occurred_on,
        cast(null as varchar) as event_no,
        due_on,
        exempt,
        cast(null as date) as published_on,
        cast(null as date) as removed_on,
        cast(null as date) as reposted_on,
        cast(null as date) as reposted_removed_on,
        cast(null as boolean) as nil,
        cast(null as date) as signed_date,
        cast(null as varchar) as publisher,
        cast(null as boolean) as committee_seal,
        cast(null as boolean) as supervisor_seal,
        cast(null as boolean) as signed,
        cast(null as date) as proposed_on,
        cast(null as date) as reviewed_on,
        cast(null as date) as decided_on,
        cast(null as date) as archived_on,
        cast(null as date) as filed_on,
        cast(null as date) as township_reviewed_on,
        cast(null as varchar) as review_result,
        cast(null as date) as rectified_on,
        cast(null as date) as received_on,
        cast(null as boolean) as by_district,
        cast(null as bigint) as delivery,
        cast(null as bigint) as sheet_no,
        cast(null as bigint) as row_no
    from unfiled
)

select * from final
