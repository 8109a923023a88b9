-- model: int_prior_problems
-- title: 上期问题的现状
-- grain: kind × what is at fault
-- kind: view
-- depends: int_problems, int_obligations, int_effective_consultations, int_effective_inspections, ref_snapshots
-- One row is one problem of the previous window, beside what is known of the same matter on the current
-- as_of: whether it is at fault still, and the day on which it was mended as the filings give it. Where
-- they give none (document elements, procedure) it is the day the mended filing was received.

with

prior as (
    select * from int_problems
    where scope = 'previous'
),

current_snapshot as (
    select * from ref_snapshots
    where scope = 'current'
),

prior_snapshot as (
    select * from ref_snapshots
    where scope = 'previous'
),

current_obligations as (
    select * from int_obligations
    where scope = 'current'
),

of_disclosure as (
    select
        prior.*,
        coalesce(
            obligations.status = 'missing'
            or case prior.kind
                when '公示期不足' then obligations.posting = 'short'
                when '要件不齐' then not obligations.elements_ok
                when '程序不规范' then not obligations.procedure_ok
                when '未备案' then obligations.filing = 'missing'
                when '镇街未审查' then obligations.review = 'missing'
                when '整改逾期' then obligations.rectification = 'overdue'
            end,
            false
        ) as at_fault,
        case
            when obligations.published_on is null then null
            when prior.kind in ('未公开', '逾期公开') then obligations.published_on
            when prior.kind = '公示期不足' then obligations.reposted_on
            when prior.kind = '未备案' then obligations.filed_on
            when prior.kind = '镇街未审查' then obligations.township_reviewed_on
            when prior.kind = '整改逾期' then obligations.rectified_on
            else obligations.received_on
        end as mended_on
    from prior
    left join current_obligations as obligations
        on
            prior.village_code = obligations.village_code
            and prior.item_code = obligations.item_code
            and prior.period is not distinct from obligations.period
            and prior.event_no is not distinct from obligations.event_no
            and prior.occurred_on is not distinct from obligations.occurred_on
    where
        prior.kind in ('未公开', '逾期公开', '公示期不足', '要件不齐', '程序不规范', '未备案', '镇街未审查', '整改逾期')
),

of_outcome as (
    select
        prior.*,
        coalesce(
            case prior.kind
                when '成果未研究'
                    then filings.decision is null and coalesce(filings.result <> '未达成一致', true) and filings.row_key is not null
                when '未采纳未说明'
                    then filings.decision = '未采纳' and (filings.explained_on is null or filings.explained_on > current_snapshot.as_of)
                else filings.decision in ('采纳', '部分采纳')
                and (filings.implemented_on is null or filings.implemented_on > current_snapshot.as_of)
            end,
            false
        ) as at_fault,
        case prior.kind
            when '成果未研究' then filings.decided_on
            when '未采纳未说明' then filings.explained_on
            else filings.implemented_on
        end as mended_on
    from prior
    cross join current_snapshot
    left join int_effective_consultations as filings
        on filings.scope = 'current' and prior.row_key = filings.row_key
    where prior.kind in ('成果未研究', '未采纳未说明', '未落实')
),

held as (
    select
        prior.village_code,
        min(filings.held_on) as held_on
    from prior
    inner join int_effective_consultations as filings
        on filings.scope = 'current' and prior.village_code = filings.village_code
    cross join current_snapshot
    cross join prior_snapshot
    where
        prior.kind = '未协商'
        and filings.held_on between prior_snapshot.window_start and current_snapshot.as_of
    group by prior.village_code
),

of_silence as (
    select
        prior.*,
        held.held_on is null as at_fault,
        held.held_on as mended_on
    from prior
    left join held on prior.village_code = held.village_code
    where prior.kind = '未协商'
),

of_visit as (
    select
        prior.*,
        coalesce(
            filings.fault is not null and (filings.rectified_on is null or filings.rectified_on > current_snapshot.as_of),
            false
        ) as at_fault,
        filings.rectified_on as mended_on
    from prior
    cross join current_snapshot
    left join int_effective_inspections as filings
        on filings.scope = 'current' and prior.row_key = filings.row_key
    where prior.kind in ('检查发现', '疑似泄露个人信息')
),

final as (
    select * from of_disclosure
    union all
    select * from of_outcome
    union all
    select * from of_silence
    union all
    select * from of_visit
)

select * from final
