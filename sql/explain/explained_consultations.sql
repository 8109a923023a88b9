-- model: explained_consultations
-- title: 协商的依据
-- grain: village_code × topic_no, or village_code × topic × held_on
-- kind: view
-- depends: consultations, stg_consultations, explained_files, ref_build
-- One row is one consultation that the window's figures rest on beside what its effective filing says,
-- down to file, sheet and row.

with

filings as (
    select
        stg_consultations.*,
        row_number() over (
            partition by village_code, file_sha256, sheet, row_no
            order by
                case when by_district then 1 else 0 end desc nulls last,
                case when history then 0 else 1 end desc nulls last,
                received_ns desc nulls last,
                delivery desc nulls last
        ) as receipt
    from stg_consultations
    cross join ref_build as build
    where history or received_on <= build.as_of
),

final as (
    select
        consultations.*,
        filings.explained_on,
        filings.promised_on,
        filings.implemented_on,
        filings.outcome_published_on,
        filings.raised_on,
        filings.prepared_on,
        filings.fixed_members,
        filings.other_members,
        filings.delivery,
        filings.received_at,
        filings.by_district,
        filings.history,
        files.file
    from consultations
    left join filings
        on
            consultations.village_code = filings.village_code
            and consultations.file_sha256 = filings.file_sha256
            and coalesce(consultations.sheet, '') = coalesce(filings.sheet, '')
            and consultations."row" = filings.row_no
            and filings.receipt = 1
    left join explained_files as files on filings.delivery = files.delivery
)

select * from final
