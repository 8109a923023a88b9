-- model: funnel
-- title: 镇街漏斗图
-- grain: indicator × township_code
-- depends: unit_funnel, ref_build
-- One row is one township's rate n / d beside the limits that the district's rate has at that
-- denominator: Wilson's interval inverted at z = 1.96 and 3.09, widened by the square root of the
-- over-dispersion phi where that is above 1. Made by internal/score.

select
    build."window",
    build.as_of,
    funnel.indicator,
    funnel.township_code,
    funnel.township_name,
    funnel.kind,
    funnel.n,
    funnel.d,
    funnel.rate,
    funnel.district_rate,
    funnel.phi,
    funnel.lo_998,
    funnel.lo_95,
    funnel.hi_95,
    funnel.hi_998,
    funnel."position"
from unit_funnel as funnel
cross join ref_build as build
