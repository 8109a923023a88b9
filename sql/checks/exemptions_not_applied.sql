-- check: exemptions_not_applied
-- severity: warn
-- owner: 业务科
-- message: 不适用或延期未被采用（批准过迟、收到过迟、非区级送达，或延期日不晚于原应公开日）
select
    village_code,
    item_code,
    period,
    kind,
    extended_to,
    approved_on,
    received_on,
    standing,
    file_sha256,
    sheet,
    row_no
from int_exemptions
where scope = 'current' and standing <> 'in_time'
