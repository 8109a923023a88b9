-- model: explained_obligations
-- title: 应公开事项的依据
-- grain: village_code × item_code × period, or × declared event
-- kind: view
-- depends: obligations, stg_disclosures, explained_files, ref_build
-- One row is one matter due in the window beside what its effective filing says, down to file, sheet
-- and row. The same bytes may have come more than once: the delivery shown is the one that counts. Whether a publisher is given is told, not which: it is free text.

with

filings as (
    select
        stg_disclosures.*,
        row_number() over (
            partition by village_code, file_sha256, sheet, row_no
            order by
                case when by_district then 1 else 0 end desc nulls last,
                case when history then 0 else 1 end desc nulls last,
                received_ns desc nulls last,
                delivery desc nulls last
        ) as receipt
    from stg_disclosures
    cross join ref_build as build
    where history or received_on <= build.as_of
),

final as (
    select
        obligations.*,
        filings.removed_on,
        filings.reposted_on,
        filings.reposted_removed_on,
        filings.published_on as stated_published_on,
        filings.signed_date,
        filings.publisher is not null as publisher_given,
        filings.committee_seal,
        filings.supervisor_seal,
        filings.signed,
        filings.proposed_on,
        filings.reviewed_on,
        filings.decided_on,
        filings.archived_on,
        filings.filed_on,
        filings.township_reviewed_on,
        filings.review_result,
        filings.rectified_on,
        filings.delivery,
        filings.received_at,
        filings.by_district,
        filings.history,
        files.file
    from obligations
    left join filings
        on
            obligations.village_code = filings.village_code
            and obligations.file_sha256 = filings.file_sha256
            and coalesce(obligations.sheet, '') = coalesce(filings.sheet, '')
            and obligations."row" = filings.row_no
            and filings.receipt = 1
    left join explained_files as files on filings.delivery = files.delivery
)

select * from final
