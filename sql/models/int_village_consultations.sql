-- model: int_village_consultations
-- title: 各村（社区）协商、检查、异议计数
-- grain: scope × village_code
-- depends: int_villages, int_consultations, int_effective_inspections, int_open_findings, int_effective_objections, ref_snapshots, ref_steps, ref_rules
-- One row is the counts of a village of the window that are not obligations; pooled sums of these rows
-- are the township's and the district's. *_at_end columns are zero for villages gone before the
-- window's end, which frequency, coverage and inspection coverage leave out.

with

consultations as (
    select
        scope,
        village_code,
        count(*) filter (where held_in_window) as held,
        count(*) filter (where members_ok) as members_ok,
        count(*) filter (where members_ok is not null) as members_judged,
        count(*) filter (where eligible) as eligible,
        count(*) filter (where adopted and not fully_adopted) as adopted_partly,
        count(*) filter (where fully_adopted) as adopted_fully,
        count(*) filter (where explained) as explained,
        count(*) filter (where explained is not null) as refused,
        count(*) filter (where implemented) as implemented,
        count(*) filter (where implemented is not null) as implementation_due,
        count(*) filter (where outcome_published) as outcome_published,
        count(*) filter (where outcome_published is not null) as outcome_publish_due,
        count(*) filter (where procedure_ok) as outcome_procedure_ok
    from int_consultations
    group by scope, village_code
),

visited as (
    select
        visits.scope,
        visits.village_code,
        count(distinct steps.step_no) as steps_visited
    from int_effective_inspections as visits
    inner join ref_snapshots as snapshots
        on visits.scope = snapshots.scope and visits.inspected_on <= snapshots.as_of
    inner join ref_steps as steps
        on
            visits.scope = steps.scope
            and visits.inspected_on between steps.step_start and steps.step_end
    where visits.level = '镇街'
    group by visits.scope, visits.village_code
),

false_disclosures as (
    select
        scope,
        village_code,
        count(*) as open_findings
    from int_open_findings
    group by scope, village_code
),

objections as (
    select
        filings.scope,
        filings.village_code,
        filings.answered_on,
        snapshots.as_of,
        snapshots.window_start,
        snapshots.window_end,
        cast(
            filings.raised_on
            + case
                when coalesce(filings.handled_by, '村居') = '村居' then rules.objection_village_days
                else rules.objection_upper_days
            end * interval '1' day
            as date
        ) as answer_by
    from int_effective_objections as filings
    inner join ref_snapshots as snapshots on filings.scope = snapshots.scope
    inner join ref_rules as rules
        on rules.valid_from <= filings.raised_on and filings.raised_on < rules.valid_to
),

answered as (
    select
        scope,
        village_code,
        count(*) filter (where answered_on <= answer_by) as objections_in_time,
        count(*) as objections_due
    from objections
    where answer_by between window_start and window_end and answer_by <= as_of
    group by scope, village_code
),

joined as (
    select
        villages.scope,
        villages.village_code,
        villages.township_code,
        villages.at_end,
        villages.half_of_window,
        villages.households,
        snapshots.quarters,
        snapshots.target_milli,
        coalesce(consultations.held, 0) as held,
        coalesce(consultations.members_ok, 0) as members_ok,
        coalesce(consultations.members_judged, 0) as members_judged,
        coalesce(consultations.eligible, 0) as eligible,
        coalesce(consultations.adopted_partly, 0) as adopted_partly,
        coalesce(consultations.adopted_fully, 0) as adopted_fully,
        coalesce(consultations.explained, 0) as explained,
        coalesce(consultations.refused, 0) as refused,
        coalesce(consultations.implemented, 0) as implemented,
        coalesce(consultations.implementation_due, 0) as implementation_due,
        coalesce(consultations.outcome_published, 0) as outcome_published,
        coalesce(consultations.outcome_publish_due, 0) as outcome_publish_due,
        coalesce(consultations.outcome_procedure_ok, 0) as outcome_procedure_ok,
        coalesce(visited.steps_visited, 0) as steps_visited,
        coalesce(false_disclosures.open_findings, 0) as open_false_disclosures,
        coalesce(answered.objections_in_time, 0) as objections_in_time,
        coalesce(answered.objections_due, 0) as objections_due
    from int_villages as villages
    inner join ref_snapshots as snapshots on villages.scope = snapshots.scope
    left join consultations
        on villages.scope = consultations.scope and villages.village_code = consultations.village_code
    left join visited
        on villages.scope = visited.scope and villages.village_code = visited.village_code
    left join false_disclosures
        on
            villages.scope = false_disclosures.scope
            and villages.village_code = false_disclosures.village_code
    left join answered
        on villages.scope = answered.scope and villages.village_code = answered.village_code
),

final as (
    select
        joined.*,
        case when at_end then 1 else 0 end as villages_at_end,
        case when at_end then held else 0 end as held_at_end,
        case when at_end and households > 0 then households else 0 end as households_at_end,
        case when at_end and households > 0 then held else 0 end as held_with_households,
        -- capped at the target, in thousandths so that a target of 0.5 stays whole
        case
            when not at_end or not half_of_window then 0
            when held * 1000 < target_milli * quarters then held * 1000
            else target_milli * quarters
        end as index_sum,
        case when at_end and half_of_window then 1 else 0 end as index_villages,
        case when at_end and held * 1000 >= target_milli * quarters then 1 else 0 end as covered,
        case when at_end then steps_visited else 0 end as inspected_quarters
    from joined
)

select * from final
