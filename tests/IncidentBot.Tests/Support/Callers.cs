using System.Reflection;

namespace IncidentBot.Tests.Support;

/// <summary>Looks in the compiled kernel, where <c>with { State = … }</c> and an initializer are both a call of the setter.</summary>
internal static class Callers
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <returns>The outermost types of the methods that call it, once for each method.</returns>
    public static IEnumerable<string> Of(MethodBase callee)
    {
        var token = BitConverter.GetBytes(callee.MetadataToken);
        return callee.Module.Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .Where(method => Calls(method, token))
            .Select(method => Outermost(method.DeclaringType!).Name);
    }

    private static bool Calls(MethodBase method, byte[] token)
    {
        ReadOnlySpan<byte> code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        const byte Call = 0x28, CallVirt = 0x6F;
        return code.IndexOf([Call, .. token]) >= 0 || code.IndexOf([CallVirt, .. token]) >= 0;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
