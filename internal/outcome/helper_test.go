package outcome_test

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/tender/tendertest"
)

var (
	now       = moduletest.Now
	nobody    = tendertest.Nobody
	gent      = tendertest.Gent
	person    = tendertest.Person
	strangers = tendertest.Strangers
	buyer     = tendertest.Buyer
	full      = tendertest.Full
	day       = tendertest.Day
	release   = tendertest.Release
	euros     = tendertest.Euros
	as        = actor.With

	award = tendertest.Award
)
