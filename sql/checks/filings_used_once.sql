-- check: filings_used_once
-- severity: stop
-- owner: 业务科
-- message: 一条备案被用于不止一个应公开事项
-- row: {sheet} 第{row}行（文件指纹{file_sha256}）：用于{times}项
select
    file_sha256,
    sheet,
    "row",
    count(*) as times
from obligations
where file_sha256 is not null
group by file_sha256, sheet, "row"
having count(*) > 1
