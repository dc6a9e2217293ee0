package notice_test

import (
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/tender/tendertest"
)

var (
	now     = moduletest.Now
	day     = tendertest.Day
	release = tendertest.Release
	euros   = tendertest.Euros

	award      = tendertest.Award
	call       = tendertest.Call
	releasesOf = tendertest.ReleasesOf
)

const called = tendertest.Called
