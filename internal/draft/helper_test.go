package draft_test

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
	buyer     = tendertest.Buyer
	full      = tendertest.Full
	with      = tendertest.With
	release   = tendertest.Release
	said      = tendertest.Said
	as        = actor.With
)
