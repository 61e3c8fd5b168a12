using System.Reflection;
using IncidentBot.Incidents;

namespace IncidentBot.Tests.Incidents;

public sealed class OnlyTheLifecycleTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Looks in the compiled kernel, where <c>with { State = … }</c> and an initializer are both a call of the setter.</summary>
    [Fact]
    public void Nothing_but_the_lifecycle_sets_the_state_of_an_incident()
    {
        var setter = BitConverter.GetBytes(typeof(Incident).GetProperty(nameof(Incident.State))!.SetMethod!.MetadataToken);
        var callers = typeof(Incident).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .Where(method => Calls(method, setter))
            .Select(method => Outermost(method.DeclaringType!).Name)
            .Distinct();

        Assert.Equal([nameof(IncidentLifecycle)], callers);
    }

    [Fact]
    public void The_README_shows_the_machine_as_it_is()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{IncidentLifecycle.Diagram()}\n```", readme);
    }

    private static bool Calls(MethodBase method, byte[] token)
    {
        ReadOnlySpan<byte> code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        const byte Call = 0x28, CallVirt = 0x6F;
        return code.IndexOf([Call, .. token]) >= 0 || code.IndexOf([CallVirt, .. token]) >= 0;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
