-- model: corrections
-- title: 区级勘误
-- grain: table_code × village_code × item_code × period, × event, or × consultation
-- depends: int_obligations, int_sheets, int_consultations, int_effective_consultations, int_villages, ref_catalogue
-- One row is one matter or consultation of the window that rests on a row the district itself delivered.

with

items as (
    select
        item_code,
        item,
        row_number() over (partition by item_code order by valid_from desc nulls last, item asc nulls last) as recency
    from ref_catalogue
),

corrected as (
    select
        'disclosures' as table_code,
        obligations.scope,
        obligations.village_code,
        obligations.township_code,
        obligations.item_code,
        obligations.period,
        obligations.occurred_on,
        sheets.file_sha256,
        sheets.sheet,
        obligations.row_no
    from int_obligations as obligations
    left join int_sheets as sheets
        on obligations.delivery = sheets.delivery and obligations.sheet_no = sheets.sheet_no
    where obligations.scope = 'current' and obligations.in_window and obligations.by_district
    union all
    select
        'consultations' as table_code,
        consultations.scope,
        consultations.village_code,
        consultations.township_code,
        cast(null as varchar) as item_code,
        cast(null as varchar) as period,
        consultations.held_on as occurred_on,
        consultations.file_sha256,
        consultations.sheet,
        consultations.row_no
    from int_consultations as consultations
    inner join int_effective_consultations as filings
        on
            consultations.scope = filings.scope
            and consultations.row_key = filings.row_key
            and filings.by_district
    where consultations.scope = 'current' and (consultations.held_in_window or consultations.r_in_window)
)

select
    corrected.table_code,
    corrected.village_code,
    villages.village_name,
    corrected.township_code,
    corrected.item_code,
    items.item,
    corrected.period,
    corrected.occurred_on,
    corrected.file_sha256,
    corrected.sheet,
    corrected.row_no as "row"
from corrected
left join int_villages as villages
    on corrected.scope = villages.scope and corrected.village_code = villages.village_code
left join items on corrected.item_code = items.item_code and items.recency = 1
