-- model: quality_months
-- title: 各月报送情况
-- grain: township_code × received_month
-- depends: int_received
-- One row is what a township sent in one month of receipt, by as_of; history files are left out.

select
    township_code,
    received_month,
    count(distinct delivery) as files,
    cast(sum(accepted) as bigint) as accepted,
    cast(sum(quarantined) as bigint) as quarantined,
    cast(sum(warnings) as bigint) as warnings
from int_received
where not history
group by township_code, received_month
