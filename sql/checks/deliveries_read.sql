-- check: deliveries_read
-- severity: stop
-- owner: 业务科
-- message: vault 中的收件与数据湖中的回执不一一对应
-- row: 第{delivery}号收件 {file}：{why}
with

read_deliveries as (
    select
        delivery,
        min(file) as file,
        min(file_sha256) as file_sha256,
        max(file_sha256) as other_sha256
    from raw_receipts
    group by delivery
),

compared as (
    select
        coalesce(deliveries.delivery, read_deliveries.delivery) as delivery,
        coalesce(deliveries.file, read_deliveries.file) as file,
        case
            when read_deliveries.delivery is null then 'vault 中有，数据湖中没有回执'
            when deliveries.delivery is null then '数据湖中有回执，vault 中没有这件收件'
            when
                read_deliveries.file_sha256 <> deliveries.file_sha256
                or read_deliveries.other_sha256 <> deliveries.file_sha256
                then '回执所记的文件指纹与 vault 中的不同'
        end as why
    from ref_deliveries as deliveries
    full outer join read_deliveries on deliveries.delivery = read_deliveries.delivery
)

select
    delivery,
    file,
    why
from compared
where why is not null
