using System.Diagnostics;

namespace IncidentBot.Runbooks;

public static class StepClassText
{
    /// <summary>The word that people read.</summary>
    public static string Text(this StepClass kind) => kind switch
    {
        StepClass.Native => "native",
        StepClass.Guarded => "guarded",
        StepClass.Sql => "sql",
        StepClass.Http => "http",
        StepClass.HostCommand => "host command",
        StepClass.Manual => "manual",
        StepClass.Refused => "refused",
        StepClass.Unknown => "unknown",
        _ => throw new UnreachableException(),
    };
}
