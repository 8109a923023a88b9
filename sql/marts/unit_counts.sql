-- model: unit_counts
-- title: 各级计数
-- grain: level × code
-- depends: int_unit_counts
-- One row is every count of a village, township or the district from which its score was computed:
-- what an explanation takes apart, and what it counts again with one matter mended.

select counts.*
from int_unit_counts as counts
where counts.scope = 'current'
