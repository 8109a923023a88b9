-- model: int_obligation_problems
-- title: 公开事项的问题
-- grain: scope × kind × obligation
-- depends: int_obligations, int_effective_disclosures, ref_rules
-- One row is one fault of one obligation due in the window, as int_obligations judged it; one obligation
-- may have several. A late filing is a fault of 备案及时率, not 未备案. counted_on is the day that puts it
-- into the window, happened_on another day that the fact tells of (posted, filed, reviewed), since the day
-- it was due or, where no rule sets one, the day it happened. 镇街未审查 is a problem of the township.
-- Basis: specification 3, "Obligations" and "Output contract".

with

kinds as (
    select '未公开' as kind
    union all
    select '逾期公开' as kind
    union all
    select '公示期不足' as kind
    union all
    select '要件不齐' as kind
    union all
    select '程序不规范' as kind
    union all
    select '未备案' as kind
    union all
    select '镇街未审查' as kind
    union all
    select '整改逾期' as kind
),

found as (
    select
        kinds.kind,
        obligations.scope,
        obligations.as_of,
        obligations.village_code,
        obligations.township_code,
        obligations.item_code,
        obligations.period,
        obligations.occurred_on,
        obligations.event_no,
        obligations.due_on,
        obligations.not_received,
        obligations.published_on,
        obligations.days_late,
        obligations.row_key,
        obligations.file_sha256,
        obligations.sheet,
        obligations.row_no
    from int_obligations as obligations
    cross join kinds
    where
        obligations.in_window
        and case kinds.kind
            when '未公开' then obligations.status = 'missing'
            when '逾期公开' then obligations.status = 'late'
            when '公示期不足' then obligations.posting = 'short'
            when '要件不齐' then not obligations.elements_ok
            when '程序不规范' then not obligations.procedure_ok
            when '未备案' then obligations.filing = 'missing'
            when '镇街未审查' then obligations.review = 'missing'
            else obligations.rectification = 'overdue'
        end
),

dated as (
    select
        found.*,
        case
            when found.kind = '未公开' then null
            when found.kind = '镇街未审查' then filings.filed_on
            when found.kind = '整改逾期' then filings.township_reviewed_on
            else found.published_on
        end as happened_on,
        case
            when found.kind in ('未公开', '逾期公开') then found.due_on
            when found.kind = '公示期不足' then filings.removed_on
            when found.kind = '未备案' then cast(found.published_on + rules.filing_days * interval '1' day as date)
            when found.kind = '镇街未审查' then cast(filings.filed_on + rules.review_days * interval '1' day as date)
            when found.kind = '整改逾期'
                then cast(filings.township_reviewed_on + rules.rectification_days * interval '1' day as date)
            else found.published_on
        end as since,
        case
            when found.kind = '要件不齐'
                then substr(
                    concat(
                        case when filings.signed_date is null then '、公开时间' else '' end,
                        case when filings.publisher is null then '、公开单位' else '' end,
                        case when filings.committee_seal then '' else '、村（居）委会印章' end,
                        case when filings.supervisor_seal then '' else '、村（居）务监督委员会印章' end,
                        case when filings.signed then '' else '、相关人员签字' end
                    ),
                    2
                )
            when found.not_received then '未报送'
        end as detail
    from found
    left join int_effective_disclosures as filings
        on found.scope = filings.scope and found.row_key = filings.row_key
    inner join ref_rules as rules
        on rules.valid_from <= found.due_on and found.due_on < rules.valid_to
),

final as (
    select
        scope,
        as_of,
        case when kind = '镇街未审查' then 'township' else 'village' end as level,
        village_code,
        township_code,
        kind,
        item_code,
        period,
        occurred_on,
        event_no,
        due_on as counted_on,
        happened_on,
        since,
        case
            when kind = '逾期公开' then days_late
            when kind in ('未公开', '未备案', '镇街未审查', '整改逾期') then date_diff('day', since, as_of)
        end as days,
        detail,
        row_key,
        file_sha256,
        sheet,
        row_no
    from dated
)

select * from final
