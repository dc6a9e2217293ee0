package share_test

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/tender/tendertest"
)

var (
	firm      = tendertest.Firm
	person    = tendertest.Person
	strangers = tendertest.Strangers
	day       = tendertest.Day
	release   = tendertest.Release
	as        = actor.With

	award = tendertest.Award
)
