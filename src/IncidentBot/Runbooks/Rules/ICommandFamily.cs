namespace IncidentBot.Runbooks.Rules;

/// <summary>What is known about some programs. A new one is a class in this folder and a line in <see cref="Families"/>.</summary>
internal interface ICommandFamily
{
    IReadOnlyList<string> Programs { get; }

    /// <param name="rules">For what is inside: <c>ssh host 'redis-cli ping'</c>.</param>
    Verdict Read(Invocation call, Rulebook rules);
}
