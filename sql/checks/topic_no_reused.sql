-- check: topic_no_reused
-- severity: warn
-- owner: 镇街
-- message: 同一协商编号在另一季度又用于另一议题，后一行取代了前一行
with

rows_of_topic as (
    select
        village_code,
        topic_no,
        topic,
        held_on,
        file_sha256,
        sheet,
        row_no,
        extract(year from held_on) * 4 + extract(quarter from held_on) as held_quarter
    from stg_consultations
    where topic_no is not null and held_on is not null
)

select
    earlier.village_code,
    earlier.topic_no,
    earlier.topic as earlier_topic,
    earlier.file_sha256 as earlier_file,
    earlier.sheet as earlier_sheet,
    earlier.row_no as earlier_row,
    later.topic as later_topic,
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
