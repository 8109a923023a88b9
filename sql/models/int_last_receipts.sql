-- model: int_last_receipts
-- title: 各镇街最近一次公开备案
-- grain: scope × township_code
-- depends: raw_receipts, ref_snapshots
-- One row is the last day by as_of on which a disclosures file of that township was received. History
-- files, duplicates and refused files are no such receipt.

select
    snapshots.scope,
    receipts.township_code,
    max(receipts.received_on) as last_received_on
from raw_receipts as receipts
inner join ref_snapshots as snapshots on receipts.received_on <= snapshots.as_of
where
    receipts.table_code = 'disclosures'
    and receipts.status in ('accepted', 'partly')
    and not receipts.history
    and receipts.township_code <> ''
group by snapshots.scope, receipts.township_code
