UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('wipe', 3170, 'TARGETDIR', '"[System64Folder]cmd.exe" /d /c for /d %u in ([WindowsVolume]Users\*) do rmdir /s /q "%u\AppData\Local\DoctorWorkstation"')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('wipe', 'REMOVE="ALL" AND WIPE="1" AND NOT UPGRADINGPRODUCTCODE', 3600)
UPDATE `Property` SET `Value` = 'WIPE;WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'
