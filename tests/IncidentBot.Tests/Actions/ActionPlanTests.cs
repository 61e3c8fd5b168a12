using IncidentBot.Actions;

namespace IncidentBot.Tests.Actions;

/// <summary>What makes a fresh plan another one than the one that was approved.</summary>
public sealed class ActionPlanTests
{
    private static readonly ActionPlan Approved = new("Would unlink 100 keys.")
    {
        Figures = [new PlanFigure("keys", 100, "keys", 0.2), new PlanFigure("memory", 4096, "bytes", 0.5)],
        Pins = new Dictionary<string, string> { ["server"] = "run-1", ["role"] = "master" },
        Notes = ["Not touched: sess:*."],
    };

    [Fact]
    public void The_same_plan_does_not_differ_from_itself() => Assert.Empty(Approved.DriftFrom(Approved));

    [Fact]
    public void Other_words_are_no_difference() =>
        Assert.Empty((Approved with { Summary = "Would unlink about 99 keys.", Notes = [] }).DriftFrom(Approved));

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(120, 6144, "")]
    [InlineData(121, 4096, "keys is 121 keys, the approved plan had 100 keys")]
    [InlineData(100, 6145, "memory is 6,145 bytes, the approved plan had 4,096 bytes")]
    [InlineData(1204118, 6144.5, "keys is 1,204,118 keys, the approved plan had 100 keys|memory is 6,144.5 bytes, the approved plan had 4,096 bytes")]
    public void More_than_the_tolerance_is_a_difference(double keys, double bytes, string drift) =>
        Assert.Equal(drift, Drift(Approved with { Figures = [new PlanFigure("keys", keys, "keys", 0.2), new PlanFigure("memory", bytes, "bytes", 0.5)] }));

    [Fact]
    public void The_fresh_plan_cannot_grant_itself_a_tolerance() =>
        Assert.NotEmpty((Approved with { Figures = [new PlanFigure("keys", 1000, "keys", 100)] }).DriftFrom(Approved));

    [Fact]
    public void A_figure_that_is_new_is_a_difference_and_one_that_is_gone_is_not()
    {
        Assert.Equal("clients is new: 3 clients", Drift(Approved with { Figures = [.. Approved.Figures, new PlanFigure("clients", 3, "clients", 0.5)] }));
        Assert.Empty(Drift(Approved with { Figures = [] }));
    }

    [Theory]
    [InlineData("server=run-2 role=master", "server is run-2, the approved plan had run-1")]
    [InlineData("server=run-1 role=master version=7", "version is 7, the approved plan had none")]
    [InlineData("server=run-1", "role is gone, the approved plan had master")]
    [InlineData("server=RUN-1 role=slave", "server is RUN-1, the approved plan had run-1|role is slave, the approved plan had master")]
    public void What_is_pinned_must_be_exactly_the_same(string pins, string drift) =>
        Assert.Equal(drift, Drift(Approved with { Pins = pins.Split(' ').ToDictionary(pin => pin.Split('=')[0], pin => pin.Split('=')[1]) }));

    [Fact]
    public void What_could_be_undone_when_it_was_approved_and_no_longer_can_is_a_difference()
    {
        var final = Approved with { CannotBeUndone = "the keys have no copy" };

        Assert.Equal("it cannot be undone any more: the keys have no copy", Drift(final));
        Assert.Empty(Drift(Approved, final));
        Assert.Empty(Drift(final with { CannotBeUndone = "101 keys have no copy" }, final));
    }

    [Fact]
    public void What_a_plan_only_carries_to_its_own_run_is_no_difference()
    {
        var carrying = Approved with { Carries = new Dictionary<string, string> { ["read at"] = "1764444489000" } };

        Assert.Empty(Drift(carrying with { Carries = new Dictionary<string, string> { ["read at"] = "1764444999000" } }, carrying));
        Assert.Empty(Drift(carrying));
        Assert.Equal(1764444489000, carrying.CarriedNumber("read at"));
    }

    [Fact]
    public void A_plan_from_when_such_numbers_were_figures_still_says_them()
    {
        var before = Approved with { Figures = [.. Approved.Figures, new PlanFigure("read at", 1764444489000, "ms since 1970", 1)] };
        var now = Approved with { Carries = new Dictionary<string, string> { ["read at"] = "1764444999000" } };

        Assert.Equal(1764444489000, before.CarriedNumber("read at"));
        Assert.Empty(Drift(now, before));
    }

    [Fact]
    public void A_figure_that_is_not_there_is_named()
    {
        Assert.Equal(100, Approved.Figure("keys"));
        Assert.Equal("The plan says nothing of jobs.", Assert.Throws<InvalidOperationException>(() => Approved.Figure("jobs")).Message);
        Assert.Equal("The plan says nothing of read at.", Assert.Throws<InvalidOperationException>(() => Approved.CarriedNumber("read at")).Message);
    }

    private static string Drift(ActionPlan fresh, ActionPlan? approved = null) => string.Join('|', fresh.DriftFrom(approved ?? Approved));
}
