-- check: townships_silent
-- severity: warn
-- owner: 业务科
-- message: 镇街自考核期开始以来没有送来任何可用的表
-- row: {township_name}（{township_code}）
-- History files count as sent: a window of the time before first use is not said to be silent.
with

senders as (
    select distinct receipts.township_code
    from raw_receipts as receipts
    inner join ref_snapshots as snapshots
        on receipts.history or receipts.received_on between snapshots.window_start and snapshots.as_of
    where snapshots.scope = 'current' and receipts.status in ('accepted', 'partly')
)

select
    townships.township_code,
    townships.township_name
from int_townships as townships
left join senders on townships.township_code = senders.township_code
where townships.scope = 'current' and senders.township_code is null
