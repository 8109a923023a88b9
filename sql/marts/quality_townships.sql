-- model: quality_townships
-- title: 各镇街报送情况
-- grain: township_code
-- depends: int_received, int_townships
-- One row is what a township, or with an empty code the district itself, sent since the window began: files
-- and what became of them, rows accepted and returned. Townships that sent nothing have a row too.
-- last_received_on is their latest file of any time, history files apart.

with

counted as (
    select
        township_code,
        count(distinct delivery) as files,
        count(distinct case when status = 'refused' then delivery end) as refused_files,
        count(distinct case when status = 'partly' then delivery end) as partly_files,
        count(distinct case when status = 'duplicate' then delivery end) as duplicate_files,
        count(distinct case when table_code = 'disclosures' and status in ('accepted', 'partly') then delivery end)
            as disclosure_files,
        count(distinct case when table_code = 'consultations' and status in ('accepted', 'partly') then delivery end)
            as consultation_files,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(accepted) as bigint) as accepted,
        cast(sum(quarantined) as bigint) as quarantined,
        cast(sum(non_data) as bigint) as non_data,
        cast(sum(warnings) as bigint) as warnings
    from int_received
    where in_window
    group by township_code
),

latest as (
    select
        township_code,
        max(received_on) as last_received_on
    from int_received
    where not history
    group by township_code
),

senders as (
    select
        township_code,
        township_name
    from int_townships
    where scope = 'current'
    union all
    select
        latest.township_code,
        case when latest.township_code = '' then '区级' else latest.township_code end as township_name
    from latest
    left join int_townships as townships
        on latest.township_code = townships.township_code and townships.scope = 'current'
    where townships.township_code is null
)

select
    senders.township_code,
    senders.township_name,
    coalesce(counted.files, 0) as files,
    coalesce(counted.refused_files, 0) as refused_files,
    coalesce(counted.partly_files, 0) as partly_files,
    coalesce(counted.duplicate_files, 0) as duplicate_files,
    coalesce(counted.disclosure_files, 0) as disclosure_files,
    coalesce(counted.consultation_files, 0) as consultation_files,
    coalesce(counted.row_count, 0) as row_count,
    coalesce(counted.accepted, 0) as accepted,
    coalesce(counted.quarantined, 0) as quarantined,
    coalesce(counted.non_data, 0) as non_data,
    coalesce(counted.warnings, 0) as warnings,
    latest.last_received_on
from senders
left join counted on senders.township_code = counted.township_code
left join latest on senders.township_code = latest.township_code
