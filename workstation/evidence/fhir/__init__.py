"""A consultation as a document of FHIR R4 (HL7, 4.0.1): plain JSON values, no library."""
