-- model: lists
-- title: 红榜、黑榜与连续居后
-- grain: level × list_kind × code
-- depends: unit_lists, ref_build
-- One row is one village or township on one list (red 红榜, black 黑榜, laggard 连续两期居后), with its
-- place and the facts that put it there, reasons, comma-separated: excellent 优, poor 差,
-- below_timeliness and below_completeness below the funnel's lower 99.8 % limit, bottom_twice in the
-- bottom tenth and below 良 two windows running. annexed is what does not fit into the ten. Made by
-- internal/score; units without a rank are on no list.

select
    build."window",
    build.as_of,
    lists.level,
    lists.list_kind,
    lists.place,
    lists.annexed,
    lists.code,
    lists.name,
    lists.kind,
    lists.township_code,
    lists.township_name,
    lists.reasons,
    lists.score,
    lists.grade,
    lists.rank,
    lists.ranked,
    lists.previous_score,
    lists.previous_grade,
    lists.previous_rank,
    lists.previous_ranked
from unit_lists as lists
cross join ref_build as build
