-- check: topic_no_reused
-- severity: warn
-- owner: 镇街
-- message: 同一协商编号用于不同季度的不同议题，只有最后收到的一行计入
-- row: {village_code} 编号{topic_no}：{earlier_held_on}一行（第{earlier_row}行）与{later_held_on}一行（第{later_row}行）
with

rows_of_topic as (
    select
        filings.village_code,
        filings.topic_no,
        filings.topic,
        filings.held_on,
        filings.file_sha256,
        filings.sheet,
        filings.row_no,
        extract(year from filings.held_on) * 4 + extract(quarter from filings.held_on) as held_quarter
    from stg_consultations as filings
    inner join ref_snapshots as snapshots
        on filings.history or filings.received_on <= snapshots.as_of
    where
        snapshots.scope = 'current'
        and filings.topic_no is not null
        and filings.held_on is not null
        and not coalesce(filings.void, false)
)

select
    earlier.village_code,
    earlier.topic_no,
    earlier.topic as earlier_topic,
    earlier.held_on as earlier_held_on,
    earlier.file_sha256 as earlier_file,
    earlier.sheet as earlier_sheet,
    earlier.row_no as earlier_row,
    later.topic as later_topic,
    later.held_on as later_held_on,
    later.file_sha256 as later_file,
    later.sheet as later_sheet,
    later.row_no as later_row
from rows_of_topic as earlier
inner join rows_of_topic as later
    on
        earlier.village_code = later.village_code
        and earlier.topic_no = later.topic_no
        and earlier.topic <> later.topic
        and earlier.held_quarter < later.held_quarter
