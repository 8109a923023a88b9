-- model: int_obligations
-- title: 应公开事项逐项判定
-- grain: scope × village_code × item_code × period, or × declared event
-- depends: int_owed, ref_snapshots, ref_registry, ref_rules, ref_posting_minimums, int_last_receipts
-- One row is one obligation, judged as known on the scope's as_of. The township is that of the due
-- date; every rule but the due-date rule is the one in force on the due date.
-- Basis: specification 3, "Obligations".

with

placed as (
    select
        owed.*,
        snapshots.as_of,
        owed.due_on between snapshots.window_start and snapshots.window_end as in_window,
        villages.township_code,
        rules.filing_days,
        rules.review_days,
        rules.rectification_days,
        rules.archive_grace_days,
        -- the item's own minimum, else the rule for its category
        coalesce(owed.min_days, minimums.min_days) as posting_days,
        coalesce(owed.min_months, minimums.min_months) as posting_months,
        receipts.last_received_on
    from int_owed as owed
    inner join ref_snapshots as snapshots on owed.scope = snapshots.scope
    inner join ref_registry as villages
        on
            owed.village_code = villages.village_code
            and date_diff('day', villages.valid_from, owed.due_on) >= 0
            and date_diff('day', owed.due_on, villages.valid_to) > 0
    inner join ref_rules as rules
        on rules.valid_from <= owed.due_on and owed.due_on < rules.valid_to
    inner join ref_posting_minimums as minimums
        on
            owed.category = minimums.category
            and minimums.valid_from <= owed.due_on
            and owed.due_on < minimums.valid_to
    left join int_last_receipts as receipts
        on owed.scope = receipts.scope and villages.township_code = receipts.township_code
),

-- A day after as_of has not come: not published, not reposted, still up.
as_known as (
    select
        placed.*,
        case when published_on <= as_of then published_on end as p,
        case when removed_on <= as_of then removed_on end as down_on,
        case when reposted_on <= as_of then reposted_on end as up_again_on,
        case when reposted_removed_on <= as_of then reposted_removed_on end as down_again_on
    from placed
),

timed as (
    select
        as_known.*,
        case
            when exempt then 'exempt'
            when as_of < due_on then 'pending'
            when p <= due_on then 'on_time'
            when p > due_on then 'late'
            else 'missing'
        end as status,
        cast(p + posting_months * interval '1' month + posting_days * interval '1' day as date) as enough_on,
        case
            when up_again_on is not null
                then cast(up_again_on + posting_months * interval '1' month + posting_days * interval '1' day as date)
        end as enough_again_on
    from as_known
),

judged as (
    select
        timed.*,
        status in ('on_time', 'late') as published,
        case
            when down_on is null and as_of >= enough_on then 'ok'
            when down_on is null then 'running'
            when down_on >= enough_on then 'ok'
            when
                up_again_on is not null
                and (down_again_on is null or down_again_on >= enough_again_on)
                then 'short_cured'
            else 'short'
        end as posting_state,
        case when signed_date is not null then 1 else 0 end
        + case when publisher is not null then 1 else 0 end
        + case when committee_seal then 1 else 0 end
        + case when supervisor_seal then 1 else 0 end
        + cast(case when signed then 1 else 0 end as bigint) as elements_shown,
        coalesce(
            proposed_on <= reviewed_on
            and reviewed_on <= decided_on
            and decided_on <= p
            and (
                p <= archived_on
                or (archived_on is null and date_diff('day', p, as_of) <= archive_grace_days)
            ),
            false
        ) as steps_in_order,
        case
            when date_diff('day', p, filed_on) <= filing_days then 'on_time'
            when filed_on is not null then 'late'
            when date_diff('day', p, as_of) > filing_days then 'missing'
            else 'pending'
        end as filing_state,
        case
            when filed_on is null then null
            when date_diff('day', filed_on, township_reviewed_on) <= review_days then 'on_time'
            when township_reviewed_on is not null then 'late'
            when date_diff('day', filed_on, as_of) > review_days then 'missing'
            else 'pending'
        end as review_state,
        case
            when review_result <> '不合格' or review_result is null or township_reviewed_on is null then null
            when date_diff('day', township_reviewed_on, rectified_on) <= rectification_days then 'done'
            when rectified_on is not null then 'late'
            when date_diff('day', township_reviewed_on, as_of) > rectification_days then 'overdue'
            else 'pending'
        end as rectification_state,
        coalesce(review_result = '不合格' and (rectified_on is null or rectified_on > as_of), false) as unrectified
    from timed
),

final as (
    select
        scope,
        as_of,
        in_window,
        village_code,
        township_code,
        item_code,
        category,
        frequency,
        period,
        occurred_on,
        event_no,
        due_on,
        status,
        case when status = 'missing' then coalesce(last_received_on < due_on, true) end as not_received,
        p as published_on,
        case when status = 'late' then date_diff('day', due_on, p) end as days_late,
        case when published then coalesce(nil, false) end as nil,
        case when published then posting_state end as posting,
        case when published then elements_shown end as elements,
        case when published then elements_shown = 5 end as elements_ok,
        case when published then steps_in_order end as procedure_ok,
        case when published then filing_state end as filing,
        case when published then review_state end as review,
        case when published then rectification_state end as rectification,
        case
            when status = 'missing' then false
            when published then posting_state <> 'short' and elements_shown = 5 and not unrectified
        end as complete,
        case
            when published and elements_shown < 5
                then substr(
                    concat(
                        case when signed_date is null then '、公开时间' else '' end,
                        case when publisher is null then '、公开单位' else '' end,
                        case when committee_seal then '' else '、村（居）委会印章' end,
                        case when supervisor_seal then '' else '、村（居）务监督委员会印章' end,
                        case when signed then '' else '、相关人员签字' end
                    ),
                    2
                )
        end as elements_missing,
        removed_on,
        reposted_on,
        filed_on,
        township_reviewed_on,
        rectified_on,
        received_on,
        by_district,
        delivery,
        sheet_no,
        row_no
    from judged
)

select * from final
