using IncidentBot.Incidents;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Incidents;

public sealed class OnlyTheLifecycleTests
{
    /// <summary>Looks in the compiled kernel, where <c>with { State = … }</c> and an initializer are both a call of the setter.</summary>
    [Fact]
    public void Nothing_but_the_lifecycle_sets_the_state_of_an_incident()
    {
        Assert.Equal([nameof(IncidentLifecycle)], Callers.Of(typeof(Incident).GetProperty(nameof(Incident.State))!.SetMethod!).Distinct());
    }

    [Fact]
    public void The_README_shows_the_machine_as_it_is()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src/IncidentBot/Incidents/README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{IncidentLifecycle.Diagram()}\n```", readme);
    }
}
