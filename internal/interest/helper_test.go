package interest_test

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/tender/tendertest"
)

var (
	now       = moduletest.Now
	nobody    = tendertest.Nobody
	gent      = tendertest.Gent
	firm      = tendertest.Firm
	person    = tendertest.Person
	strangers = tendertest.Strangers
	full      = tendertest.Full
	day       = tendertest.Day
	release   = tendertest.Release
	euros     = tendertest.Euros
	as        = actor.With

	call = tendertest.Call
)
