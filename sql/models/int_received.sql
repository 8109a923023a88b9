-- model: int_received
-- title: 计入的收件
-- grain: delivery × sheet
-- depends: raw_receipts, ref_snapshots
-- One row is one sheet received by as_of. in_window marks what came since the window began and is no
-- history file. A hidden sheet without a table (the list of a drop-down) was not sent by anybody.

select
    receipts.delivery,
    coalesce(receipts.township_code, '') as township_code,
    receipts.file,
    receipts.received_at,
    receipts.received_on,
    substr(cast(receipts.received_on as varchar), 1, 7) as received_month,
    receipts.history,
    receipts.table_code,
    receipts.sheet_no,
    receipts.sheet,
    receipts.status,
    receipts.reason,
    receipts.row_count,
    receipts.accepted,
    receipts.quarantined,
    receipts.non_data,
    receipts.warnings,
    receipts.received_on >= snapshots.window_start and not receipts.history as in_window
from raw_receipts as receipts
inner join ref_snapshots as snapshots
    on snapshots.scope = 'current' and (receipts.history or receipts.received_on <= snapshots.as_of)
where not (receipts.hidden and receipts.status = 'refused')
