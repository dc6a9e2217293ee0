package tender_test

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/tender/tendertest"
)

var (
	now     = moduletest.Now
	nobody  = tendertest.Nobody
	gent    = tendertest.Gent
	firm    = tendertest.Firm
	person  = tendertest.Person
	full    = tendertest.Full
	with    = tendertest.With
	day     = tendertest.Day
	release = tendertest.Release
	euros   = tendertest.Euros
	as      = actor.With

	award      = tendertest.Award
	releasesOf = tendertest.ReleasesOf
)
