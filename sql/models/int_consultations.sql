-- model: int_consultations
-- title: 协商逐项判定
-- grain: scope × row_key
-- depends: int_effective_consultations, int_villages, ref_snapshots, ref_rules
-- One row is one consultation of a village of the window, judged as known on the scope's as_of. It
-- belongs to the village's township on the window's last day. r is the reference date: the earlier of
-- the decision and the day by which there had to be one. Rules are those in force on the day held, for
-- what follows a decision those on the day decided.
-- Basis: specification 3, "Rates", consultations.

with

placed as (
    select
        filings.scope,
        filings.village_code,
        villages.township_code,
        villages.at_end,
        filings.topic_no,
        filings.topic,
        filings.held_on,
        filings.result,
        filings.decided_on,
        filings.decision,
        filings.explained_on,
        filings.promised_on,
        filings.implemented_on,
        filings.outcome_published_on,
        filings.raised_on,
        filings.prepared_on,
        filings.fixed_members,
        filings.other_members,
        filings.row_key,
        filings.delivery,
        filings.file_sha256,
        filings.sheet,
        filings.row_no,
        snapshots.as_of,
        snapshots.window_start,
        snapshots.window_end,
        coalesce(filings.held_on between snapshots.window_start and snapshots.window_end and filings.held_on <= snapshots.as_of, false)
            as held_in_window,
        coalesce(filings.result <> '未达成一致', true) as outcome_exists,
        cast(filings.held_on + when_held.decide_days * interval '1' day as date) as decide_by,
        cast(filings.decided_on + when_decided.publish_days * interval '1' day as date) as publish_by,
        coalesce(filings.promised_on, cast(filings.decided_on + when_decided.promise_days * interval '1' day as date)) as implement_by
    from int_effective_consultations as filings
    inner join int_villages as villages
        on filings.scope = villages.scope and filings.village_code = villages.village_code
    inner join ref_snapshots as snapshots on filings.scope = snapshots.scope
    left join ref_rules as when_held
        on when_held.valid_from <= filings.held_on and filings.held_on < when_held.valid_to
    left join ref_rules as when_decided
        on when_decided.valid_from <= filings.decided_on and filings.decided_on < when_decided.valid_to
),

referred as (
    select
        placed.*,
        case
            when not outcome_exists then null
            when decided_on < decide_by or decide_by is null then decided_on
            else decide_by
        end as r
    from placed
),

eligible as (
    select
        referred.*,
        coalesce(r between window_start and window_end and r <= as_of, false) as eligible,
        coalesce(decision in ('采纳', '部分采纳'), false) as accepted,
        coalesce(explained_on <= as_of, false) as was_explained,
        coalesce(implemented_on <= as_of, false) as was_implemented
    from referred
),

counted as (
    select
        eligible.*,
        eligible and decision is not null and publish_by <= as_of as counts_as_decided,
        eligible and accepted and (was_implemented or implement_by <= as_of) as counts_in_implementation
    from eligible
),

final as (
    select
        scope,
        as_of,
        village_code,
        township_code,
        at_end,
        topic_no,
        topic,
        held_on,
        held_in_window,
        result,
        outcome_exists,
        decided_on,
        decision,
        r,
        coalesce(r between window_start and window_end, false) as r_in_window,
        eligible,
        case when eligible then accepted end as adopted,
        case when eligible then decision = '采纳' and decision is not null end as fully_adopted,
        case when eligible then accepted or (coalesce(decision = '未采纳', false) and was_explained) end as handled,
        case when eligible and decision = '未采纳' then was_explained end as explained,
        implement_by,
        case when counts_in_implementation then was_implemented end as implemented,
        case when counts_as_decided then coalesce(outcome_published_on <= publish_by, false) end as outcome_published,
        case
            when held_in_window and fixed_members is not null and other_members is not null
                then fixed_members * 3 <= fixed_members + other_members
        end as members_ok,
        case
            when counts_as_decided
                then coalesce(
                    raised_on <= prepared_on and prepared_on <= held_on and held_on <= outcome_published_on,
                    false
                )
        end as procedure_ok,
        row_key,
        delivery,
        file_sha256,
        sheet,
        row_no
    from counted
)

select * from final
