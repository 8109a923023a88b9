// Package assets holds what a report page carries inside itself: Apache
// ECharts 5.6.0 (dist/echarts.min.js of the npm package echarts@5.6.0,
// unchanged; its LICENSE and NOTICE stand beside it). SHA256SUMS names the
// bytes that were reviewed, and a test compares them.
package assets

import _ "embed"

// ECharts is the text of echarts.min.js.
//
//go:embed echarts.min.js
var ECharts string
