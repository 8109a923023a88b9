-- model: quality_reasons
-- title: 退回和提醒的原因
-- grain: township_code × table_code × reason × severity × column_code
-- depends: int_findings
-- One row is one kind of error or warning in one column of what a township sent since the window began,
-- with how often it occurred and one of its messages.

select
    township_code,
    table_code,
    reason,
    severity,
    column_code,
    min(header) as header,
    min(message) as message,
    count(*) as findings,
    count(distinct concat(cast(delivery as varchar), '/', cast(sheet_no as varchar), '/', cast(row_no as varchar)))
        as row_count,
    count(distinct delivery) as files
from int_findings
group by township_code, table_code, reason, severity, column_code
