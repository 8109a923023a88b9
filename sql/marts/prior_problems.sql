-- model: prior_problems
-- title: 往期问题整改情况
-- grain: level × village_code × kind × item_code × period, × event or visit or consultation
-- depends: int_prior_problems, ref_snapshots, ref_build
-- One row is one problem of the previous window, with the fact as seen then and its state on as_of: 已整改
-- (mended_on is the day; of 逾期公开 the day it was posted), 至今未整改 (open_days since it was due or found),
-- or 已更正: later filings, exemptions or withdrawals show that there was nothing to mend. in_window is true
-- where overlapping windows hold the matter both; it is then among the problems of this window too.

with

judged as (
    select
        prior.*,
        snapshots.as_of as seen_on,
        case
            when prior.at_fault then '至今未整改'
            when prior.mended_on > prior.since then '已整改'
            -- what is found or decided may be mended on the same day
            when prior.kind in ('检查发现', '疑似泄露个人信息', '未采纳未说明') and prior.mended_on = prior.since then '已整改'
            else '已更正'
        end as state,
        prior.counted_on >= snapshots.window_start and prior.kind <> '未协商' as in_window
    from int_prior_problems as prior
    inner join ref_snapshots as snapshots on snapshots.scope = 'current'
)

select
    build."window",
    judged.seen_on as as_of,
    build.previous_window,
    judged.as_of as previous_as_of,
    judged.level,
    judged.village_code,
    judged.village_name,
    judged.township_code,
    judged.township_name,
    judged.kind,
    judged.item_code,
    judged.period,
    judged.occurred_on,
    judged.event_no,
    judged.fact,
    judged.since,
    judged.state,
    case when judged.state = '已整改' then judged.mended_on end as mended_on,
    case when judged.state = '至今未整改' then date_diff('day', judged.since, judged.seen_on) end as open_days,
    judged.in_window,
    judged.publishable,
    judged.file_sha256,
    judged.sheet,
    judged.row_no as "row"
from judged
cross join ref_build as build
