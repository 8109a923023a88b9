-- model: int_unit_counts
-- title: 各级计数
-- grain: scope × level × code
-- depends: int_villages, int_townships, int_obligation_counts, int_village_consultations, ref_snapshots, ref_build
-- One row is every count of a village, township or the district from which score, ranks and grades are
-- computed. Group figures are pooled counts, never means of rates.

with

units as (
    select
        scope,
        'village' as level,
        village_code as code,
        village_name as name,
        kind,
        township_code,
        township_name
    from int_villages
    union all
    select
        scope,
        'township' as level,
        township_code as code,
        township_name as name,
        township_kind as kind,
        township_code,
        township_name
    from int_townships
    union all
    select
        snapshots.scope,
        'district' as level,
        '' as code,
        build.district_name as name,
        '' as kind,
        '' as township_code,
        '' as township_name
    from ref_snapshots as snapshots
    cross join ref_build as build
),

pooled as (
    select
        scope,
        case
            when village_code is not null then 'village'
            when township_code is not null then 'township'
            else 'district'
        end as level,
        coalesce(village_code, township_code, '') as code,
        cast(sum(villages_at_end) as bigint) as villages_at_end,
        cast(sum(held) as bigint) as held,
        cast(sum(held_at_end) as bigint) as held_at_end,
        cast(sum(households_at_end) as bigint) as households_at_end,
        cast(sum(held_with_households) as bigint) as held_with_households,
        cast(sum(index_sum) as bigint) as index_sum,
        cast(sum(index_villages) as bigint) as index_villages,
        cast(sum(covered) as bigint) as covered,
        cast(sum(members_ok) as bigint) as members_ok,
        cast(sum(members_judged) as bigint) as members_judged,
        cast(sum(eligible) as bigint) as eligible,
        cast(sum(adopted_partly) as bigint) as adopted_partly,
        cast(sum(adopted_fully) as bigint) as adopted_fully,
        cast(sum(explained) as bigint) as explained,
        cast(sum(refused) as bigint) as refused,
        cast(sum(implemented) as bigint) as implemented,
        cast(sum(implementation_due) as bigint) as implementation_due,
        cast(sum(outcome_published) as bigint) as outcome_published,
        cast(sum(outcome_publish_due) as bigint) as outcome_publish_due,
        cast(sum(outcome_procedure_ok) as bigint) as outcome_procedure_ok,
        cast(sum(inspected_quarters) as bigint) as inspected_quarters,
        cast(sum(open_false_disclosures) as bigint) as open_false_disclosures,
        cast(sum(objections_in_time) as bigint) as objections_in_time,
        cast(sum(objections_due) as bigint) as objections_due
    from int_village_consultations
    group by grouping sets ((scope, village_code), (scope, township_code), (scope))
),

final as (
    select
        units.scope,
        units.level,
        units.code,
        units.name,
        units.kind,
        units.township_code,
        units.township_name,
        snapshots.quarters,
        snapshots.target_milli,
        coalesce(obligations.due, 0) as due,
        coalesce(obligations.on_time, 0) as on_time,
        coalesce(obligations.late, 0) as late,
        coalesce(obligations.missing, 0) as missing,
        coalesce(obligations.not_received, 0) as not_received,
        coalesce(obligations.pending, 0) as pending,
        coalesce(obligations.exempt, 0) as exempt,
        coalesce(obligations.running, 0) as running,
        obligations.median_days_late,
        coalesce(obligations.complete, 0) as complete,
        coalesce(obligations.elements_ok, 0) as elements_ok,
        coalesce(obligations.posting_fit, 0) as posting_fit,
        coalesce(obligations.procedure_ok, 0) as procedure_ok,
        coalesce(obligations.filing_on_time, 0) as filing_on_time,
        coalesce(obligations.filing_judged, 0) as filing_judged,
        coalesce(obligations.review_on_time, 0) as review_on_time,
        coalesce(obligations.review_judged, 0) as review_judged,
        coalesce(obligations.rectified, 0) as rectified,
        coalesce(obligations.rectification_judged, 0) as rectification_judged,
        coalesce(obligations.on_deadline, 0) as on_deadline,
        coalesce(pooled.villages_at_end, 0) as villages_at_end,
        coalesce(pooled.held, 0) as held,
        coalesce(pooled.held_at_end, 0) as held_at_end,
        coalesce(pooled.households_at_end, 0) as households_at_end,
        coalesce(pooled.held_with_households, 0) as held_with_households,
        coalesce(pooled.index_sum, 0) as index_sum,
        coalesce(pooled.index_villages, 0) as index_villages,
        coalesce(pooled.covered, 0) as covered,
        coalesce(pooled.members_ok, 0) as members_ok,
        coalesce(pooled.members_judged, 0) as members_judged,
        coalesce(pooled.eligible, 0) as eligible,
        coalesce(pooled.adopted_partly, 0) as adopted_partly,
        coalesce(pooled.adopted_fully, 0) as adopted_fully,
        coalesce(pooled.explained, 0) as explained,
        coalesce(pooled.refused, 0) as refused,
        coalesce(pooled.implemented, 0) as implemented,
        coalesce(pooled.implementation_due, 0) as implementation_due,
        coalesce(pooled.outcome_published, 0) as outcome_published,
        coalesce(pooled.outcome_publish_due, 0) as outcome_publish_due,
        coalesce(pooled.outcome_procedure_ok, 0) as outcome_procedure_ok,
        coalesce(pooled.inspected_quarters, 0) as inspected_quarters,
        coalesce(pooled.open_false_disclosures, 0) as open_false_disclosures,
        coalesce(pooled.objections_in_time, 0) as objections_in_time,
        coalesce(pooled.objections_due, 0) as objections_due
    from units
    inner join ref_snapshots as snapshots on units.scope = snapshots.scope
    left join int_obligation_counts as obligations
        on
            units.scope = obligations.scope
            and units.level = obligations.level
            and units.code = obligations.code
    left join pooled
        on
            units.scope = pooled.scope
            and units.level = pooled.level
            and units.code = pooled.code
)

select * from final
