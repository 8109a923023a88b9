-- check: exemptions_not_applied
-- severity: warn
-- owner: 业务科
-- message: 不适用或延期未被采用（批准过迟、收到过迟、非区级送达，或延期日不晚于原应公开日）
-- row: {village_code} {item_code} {period} {kind}（批准{approved_on}，收到{received_on}）：{why}
select
    village_code,
    item_code,
    period,
    kind,
    extended_to,
    approved_on,
    received_on,
    standing,
    case standing
        when 'approved_late' then '批准晚于原应公开日'
        when 'received_late' then '收到过迟'
        when 'not_by_district' then '不是区级送来的'
        else '延期日不晚于原应公开日'
    end as why,
    file_sha256,
    sheet,
    row_no
from int_exemptions
where scope = 'current' and standing <> 'in_time'
