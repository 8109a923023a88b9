-- model: obligations
-- title: 应公开事项
-- grain: village_code × item_code × period, or × declared event
-- depends: int_obligations, int_sheets, ref_build
-- One row is one matter due in the window, judged as known on as_of, with the filing it rests on.

select
    build."window",
    obligations.as_of,
    obligations.village_code,
    obligations.township_code,
    obligations.item_code,
    obligations.category,
    obligations.period,
    obligations.occurred_on,
    obligations.event_no,
    obligations.due_on,
    obligations.status,
    obligations.not_received,
    obligations.published_on,
    obligations.days_late,
    obligations.nil,
    obligations.posting,
    obligations.elements,
    obligations.elements_ok,
    obligations.procedure_ok,
    obligations.filing,
    obligations.review,
    obligations.rectification,
    obligations.complete,
    sheets.file_sha256,
    sheets.sheet,
    obligations.row_no as "row"
from int_obligations as obligations
cross join ref_build as build
left join int_sheets as sheets
    on obligations.delivery = sheets.delivery and obligations.sheet_no = sheets.sheet_no
where obligations.scope = 'current' and obligations.in_window
