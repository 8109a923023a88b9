-- model: exemptions
-- title: 不适用及延期
-- grain: village_code × item_code × period × exempting period
-- depends: int_exemptions
-- One row is one matter's period that a 不适用 or 延期 covers, and whether it is applied: standing is
-- in_time, approved_late, received_late, not_by_district, or not_later (an extension to a day that is
-- not after the original due date).

select
    exemptions.village_code,
    exemptions.item_code,
    exemptions.period,
    exemptions.exempting_period,
    exemptions.kind,
    exemptions.standing,
    exemptions.original_due_on,
    exemptions.extended_to,
    exemptions.approved_on,
    exemptions.delivery,
    exemptions.file_sha256,
    exemptions.sheet,
    exemptions.row_no as "row"
from int_exemptions as exemptions
where exemptions.scope = 'current'
