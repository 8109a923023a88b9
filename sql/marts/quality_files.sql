-- model: quality_files
-- title: 收件清单
-- grain: delivery × sheet
-- depends: int_received, ref_snapshots
-- One row is one sheet received since the window began, history files included, and what became of it.

select
    received.township_code,
    received.delivery,
    received.file,
    received.received_at,
    received.history,
    received.table_code,
    received.sheet_no,
    received.sheet,
    received.status,
    received.reason,
    received.row_count,
    received.accepted,
    received.quarantined,
    received.non_data,
    received.warnings
from int_received as received
inner join ref_snapshots as snapshots
    on snapshots.scope = 'current' and received.received_on >= snapshots.window_start
