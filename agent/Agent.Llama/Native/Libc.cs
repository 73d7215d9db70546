using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>The one call that .NET has no counterpart for: its own environment is a copy that C code does not see.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironment(string name, string value, int replace);
}
