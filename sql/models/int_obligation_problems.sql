-- model: int_obligation_problems
-- title: 公开事项的问题
-- grain: scope × kind × obligation
-- kind: view
-- depends: int_obligations, int_sheets, ref_rules
-- One row is one fault of one obligation due in the window, as int_obligations judged it; one obligation
-- may have several. A late filing is a fault of 备案及时率, not 未备案. counted_on is the day that puts it
-- into the window, happened_on another day that the fact tells of (posted, filed, reviewed), since the day
-- it was due or, where no rule sets one, the day it happened. 镇街未审查 is a problem of the township.
-- Basis: specification 3, "Obligations" and "Output contract".

with

obligations as (
    select
        obligations.*,
        rules.filing_days,
        rules.review_days,
        rules.rectification_days
    from int_obligations as obligations
    inner join ref_rules as rules
        on rules.valid_from <= obligations.due_on and obligations.due_on < rules.valid_to
    where obligations.in_window and obligations.status in ('on_time', 'late', 'missing')
),

found as (
    select
        obligations.*,
        '未公开' as kind,
        cast(null as date) as happened_on,
        due_on as since,
        case when not_received then '未报送' end as detail
    from obligations
    where status = 'missing'
    union all
    select
        obligations.*,
        '逾期公开' as kind,
        published_on as happened_on,
        due_on as since,
        cast(null as varchar) as detail
    from obligations
    where status = 'late'
    union all
    select
        obligations.*,
        '公示期不足' as kind,
        published_on as happened_on,
        removed_on as since,
        cast(null as varchar) as detail
    from obligations
    where posting = 'short'
    union all
    select
        obligations.*,
        '要件不齐' as kind,
        published_on as happened_on,
        published_on as since,
        elements_missing as detail
    from obligations
    where not elements_ok
    union all
    select
        obligations.*,
        '程序不规范' as kind,
        published_on as happened_on,
        published_on as since,
        cast(null as varchar) as detail
    from obligations
    where not procedure_ok
    union all
    select
        obligations.*,
        '未备案' as kind,
        published_on as happened_on,
        cast(published_on + filing_days * interval '1' day as date) as since,
        cast(null as varchar) as detail
    from obligations
    where filing = 'missing'
    union all
    select
        obligations.*,
        '镇街未审查' as kind,
        filed_on as happened_on,
        cast(filed_on + review_days * interval '1' day as date) as since,
        cast(null as varchar) as detail
    from obligations
    where review = 'missing'
    union all
    select
        obligations.*,
        '整改逾期' as kind,
        township_reviewed_on as happened_on,
        cast(township_reviewed_on + rectification_days * interval '1' day as date) as since,
        cast(null as varchar) as detail
    from obligations
    where rectification = 'overdue'
),

final as (
    select
        found.scope,
        found.as_of,
        case when found.kind = '镇街未审查' then 'township' else 'village' end as level,
        found.village_code,
        found.township_code,
        found.kind,
        found.item_code,
        found.period,
        found.occurred_on,
        found.event_no,
        found.due_on as counted_on,
        found.happened_on,
        found.since,
        case
            when found.kind = '逾期公开' then found.days_late
            when found.kind in ('未公开', '未备案', '镇街未审查', '整改逾期') then date_diff('day', found.since, found.as_of)
        end as days,
        found.detail,
        cast(null as varchar) as row_key,
        sheets.file_sha256,
        sheets.sheet,
        found.row_no
    from found
    left join int_sheets as sheets on found.delivery = sheets.delivery and found.sheet_no = sheets.sheet_no
)

select * from final
